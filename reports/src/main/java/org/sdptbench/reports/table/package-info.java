/**
 * Tables, before anyone decides how they look.
 *
 * <p>{@link org.sdptbench.reports.table.SpecResults} finds the runs behind a method and tasks;
 * {@link org.sdptbench.reports.table.ComparisonTables} arranges them into {@link
 * org.sdptbench.reports.table.Table tables} as the spec's {@link
 * org.sdptbench.reports.record.Layout} says. A {@link org.sdptbench.reports.table.Cell} keeps its
 * value unrounded, and the cells of the plan that it came from; a {@link
 * org.sdptbench.reports.table.Column} knows its unit and which direction is better. {@link
 * org.sdptbench.reports.table.CellText} and {@link org.sdptbench.reports.table.TableNotes} are what
 * every format shows of them, so that all formats agree. A value that is missing, failed or
 * diverged is a state of its own, never a number.
 */
@NullMarked
package org.sdptbench.reports.table;

import org.jspecify.annotations.NullMarked;
