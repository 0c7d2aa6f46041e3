/** How long parts of the report take; see the package of this name in the backbone's module. */
@NullMarked
package org.sdptbench.reports.bench;

import org.jspecify.annotations.NullMarked;
