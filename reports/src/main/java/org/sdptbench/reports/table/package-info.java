/**
 * Tables, before anyone decides how they look.
 *
 * <p>{@link org.sdptbench.reports.table.SpecResults} finds the runs behind a row and a column;
 * {@link org.sdptbench.reports.table.ComparisonTables} arranges them into {@link
 * org.sdptbench.reports.table.Table tables}. A {@link org.sdptbench.reports.table.Cell} keeps its
 * value unrounded beside the text that is shown, and the cells of the plan that it came from; a
 * {@link org.sdptbench.reports.table.Column} knows its unit and which direction is better. A value
 * that is missing, failed or diverged is a state of its own, never a number.
 */
@NullMarked
package org.sdptbench.reports.table;

import org.jspecify.annotations.NullMarked;
