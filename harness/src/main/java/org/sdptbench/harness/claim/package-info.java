/**
 * Reads {@code experiments/claims.yaml}: what the paper claims, as tests over the runs of a spec.
 *
 * <pre>{@code
 * claims:
 *   - id: full-fine-tuning
 *     statement: SDPT reaches a higher AP than full fine-tuning.
 *     source: abstract
 *     contradictedBy: a lower AP over the tasks
 *     spec: comparison
 *     tasks: [odinw13]
 *     test: {kind: better-than, row: SDPT (k = 10), than: [Full fine-tuning], metric: AP}
 * }</pre>
 *
 * <table>
 *   <caption>Kinds of tests</caption>
 *   <tr><th>kind</th><th>takes</th><th>holds if</th></tr>
 *   <tr><td>{@code better-than}</td>
 *       <td>{@code row} and {@code than} (a list), or {@code pairs} (a list of both); {@code metric};
 *       {@code testedOn}, if not what the runs were trained on</td>
 *       <td>the metric is higher than that of each other row</td></tr>
 *   <tr><td>{@code better-than-before}</td><td>{@code rows}, {@code metric}, {@code testedOn}</td>
 *       <td>the metric is higher than before the run's own training</td></tr>
 *   <tr><td>{@code cheaper-than}</td>
 *       <td>{@code row} and {@code than}, or {@code pairs}; {@code cost}</td>
 *       <td>the cost is lower than that of each other row</td></tr>
 *   <tr><td>{@code at-most}</td><td>{@code rows}, {@code cost}, {@code limit}</td>
 *       <td>no run costs more</td></tr>
 *   <tr><td>{@code returns-exactly}</td><td>{@code rows}, {@code testedOn}</td>
 *       <td>tests with the training taken off are those before it, to the last bit</td></tr>
 * </table>
 *
 * <p>Rows are labels as tables print them. Tasks are named as in specs; without them a claim is
 * about all of its spec. Names are checked against the spec beside the file, not against what a
 * command line made of it: a row that a run leaves out makes a claim <em>not run</em>, not an
 * error. When a verdict is which, {@link org.sdptbench.reports.claim} says.
 */
@NullMarked
package org.sdptbench.harness.claim;

import org.jspecify.annotations.NullMarked;
