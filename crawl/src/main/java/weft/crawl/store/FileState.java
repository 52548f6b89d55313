package weft.crawl.store;

/**
 * What a database knows of a file of pages beside it.
 *
 * @param file the absolute name of the file; empty where an older version has not kept it
 * @param length how far it goes that belongs to what is committed; 0 where there is none
 * @param lastId the outcome up to which all pages are in the file
 */
record FileState(String file, long length, long lastId) {}
