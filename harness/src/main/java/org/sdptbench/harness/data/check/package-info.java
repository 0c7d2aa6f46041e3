/**
 * What is in a folder of data, and whether it is of use.
 *
 * <p>{@link org.sdptbench.harness.data.check.DatasetLayouts} recognises a folder by what is in it,
 * {@link org.sdptbench.harness.data.check.DatasetCheck} reads all of it, and a {@link
 * org.sdptbench.harness.data.check.SplitReport} says what was found: everything at once, right and
 * wrong.
 */
@NullMarked
package org.sdptbench.harness.data.check;

import org.jspecify.annotations.NullMarked;
