/**
 * How long a step of each method takes, and the parts of the harness that look at much data; see
 * the package of this name in the backbone's module.
 */
@NullMarked
package org.sdptbench.harness.bench;

import org.jspecify.annotations.NullMarked;
