/** Digests of data, weights and cells. */
@NullMarked
package org.sdptbench.harness.digest;

import org.jspecify.annotations.NullMarked;
