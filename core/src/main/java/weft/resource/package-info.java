/** What has to be given back: resources, stacks of them, and pools. */
@NullMarked
package weft.resource;

import org.jspecify.annotations.NullMarked;
