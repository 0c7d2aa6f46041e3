/** Digests of weights, adapters, data and cells. */
@NullMarked
package org.sdptbench.glip.digest;

import org.jspecify.annotations.NullMarked;
