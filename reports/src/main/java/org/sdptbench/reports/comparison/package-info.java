/**
 * One method against another, from run records.
 *
 * <p>{@link org.sdptbench.reports.comparison.Comparisons} reads records and plan; {@link
 * org.sdptbench.reports.comparison.PairedComparison} compares two rows of a spec: on each
 * {@linkplain org.sdptbench.reports.comparison.TaskEffect task} by seed and by test images, and
 * {@linkplain org.sdptbench.reports.comparison.OverallEffect over tasks}. What its numbers mean,
 * {@link org.sdptbench.reports.stats} says; what they cannot say with so few seeds or tasks, {@link
 * org.sdptbench.reports.comparison.PairedComparison#limits()} says in sentences.
 */
@NullMarked
package org.sdptbench.reports.comparison;

import org.jspecify.annotations.NullMarked;
