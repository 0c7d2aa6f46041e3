/** Text. */
@NullMarked
package org.sdptbench.glip.text;

import org.jspecify.annotations.NullMarked;
