/** Picto, the embedded data. */
@NullMarked
package org.sdptbench.harness.data.picto;

import org.jspecify.annotations.NullMarked;
