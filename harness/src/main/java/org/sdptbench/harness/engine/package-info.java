/**
 * What the commands stand on: the methods found on the class path, the data sets and models by
 * name, and the runner that trains and tests one cell.
 */
@NullMarked
package org.sdptbench.harness.engine;

import org.jspecify.annotations.NullMarked;
