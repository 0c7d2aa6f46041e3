/** How long parts of SDPT take; see the package of this name in the backbone's module. */
@NullMarked
package org.sdptbench.sdpt.bench;

import org.jspecify.annotations.NullMarked;
