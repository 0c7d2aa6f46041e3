/** What a file is that is not what it should be, in words for people. */
@NullMarked
package org.sdptbench.glip.file;

import org.jspecify.annotations.NullMarked;
