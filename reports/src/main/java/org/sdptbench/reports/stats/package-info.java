/**
 * What can be said about quantities that were measured with a few seeds on a few tasks.
 *
 * <table>
 *   <caption>Which class answers which question</caption>
 *   <tr><th>question</th><th>class</th></tr>
 *   <tr><td>How good is a method on a task?</td>
 *       <td>{@link org.sdptbench.reports.stats.Estimate}: mean over seeds, t interval</td></tr>
 *   <tr><td>Is A better than B on a task, had other seeds been drawn?</td>
 *       <td>{@link org.sdptbench.reports.stats.PairedDifference}: by seed, t interval</td></tr>
 *   <tr><td>Is A better than B on a task, had other test images been drawn?</td>
 *       <td>{@link org.sdptbench.reports.stats.PairedBootstrap}</td></tr>
 *   <tr><td>Is A better than B on tasks of this kind, and by how much?</td>
 *       <td>{@link org.sdptbench.reports.stats.HierarchicalEffect}, and without its size {@link
 *       org.sdptbench.reports.stats.WilcoxonSignedRank}</td></tr>
 *   <tr><td>Do many methods differ over many tasks?</td>
 *       <td>{@link org.sdptbench.reports.stats.FriedmanTest} on {@link
 *       org.sdptbench.reports.stats.TaskRanks}</td></tr>
 *   <tr><td>If so, which?</td>
 *       <td>{@link org.sdptbench.reports.stats.CriticalDifference}</td></tr>
 *   <tr><td>What is a p value worth where several things are tested at once?</td>
 *       <td>{@link org.sdptbench.reports.stats.Holm}</td></tr>
 *   <tr><td>How many seeds would it take?</td>
 *       <td>{@link org.sdptbench.reports.stats.SeedsNeeded}</td></tr>
 * </table>
 *
 * <p>All intervals are two-sided, 95 %. With a single value there is none, and none is made up. A
 * test that cannot reach a level with the pairs at hand should be reported with {@link
 * org.sdptbench.reports.stats.WilcoxonSignedRank#smallestP}: a large p value then says nothing.
 * Bootstraps draw with fixed seeds. Distributions, quantiles and ranks come from Apache Commons
 * Statistics.
 */
@NullMarked
package org.sdptbench.reports.stats;

import org.jspecify.annotations.NullMarked;
