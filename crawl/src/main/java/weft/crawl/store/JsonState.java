package weft.crawl.store;

/**
 * What a database knows of the JSON Lines beside it.
 *
 * @param file the absolute name of the file; empty where an older version has not kept it
 * @param length how far the lines go that belong to what is committed; 0 where there are none
 * @param lastId the outcome up to which all pages are in the file
 */
record JsonState(String file, long length, long lastId) {}
