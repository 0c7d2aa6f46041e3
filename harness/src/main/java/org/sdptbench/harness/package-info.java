/**
 * From an experiment spec to run records: everything that turns methods into measurements.
 *
 * <ol>
 *   <li>{@link org.sdptbench.harness.spec} and {@link org.sdptbench.harness.claim} read YAML and
 *       say what is wrong with it; what a spec can name is in {@link
 *       org.sdptbench.harness.catalog};
 *   <li>{@link org.sdptbench.harness.plan} makes cells of specs, every setting resolved;
 *   <li>{@link org.sdptbench.harness.launch} keeps worker processes busy with them, each of which
 *       {@linkplain org.sdptbench.harness.run runs} one cell and leaves a {@link
 *       org.sdptbench.reports.record.RunRecord}, the only thing that the module of reports reads;
 *   <li>{@link org.sdptbench.harness.cell} is what such a run consists of: a pre-trained GLIP and a
 *       method are {@linkplain org.sdptbench.harness.train trained} and {@linkplain
 *       org.sdptbench.harness.eval measured} on {@linkplain org.sdptbench.harness.data data}.
 * </ol>
 *
 * <p>Beside this way, {@link org.sdptbench.harness.fetch} brings official files, {@link
 * org.sdptbench.harness.detect} looks at one image, {@link org.sdptbench.harness.pretrain} makes
 * the embedded GLIP, and {@link org.sdptbench.harness.measure} times steps and parts. {@link
 * org.sdptbench.harness.cli} holds the commands that join all of these; {@link
 * org.sdptbench.harness.Main} starts them on a {@link org.sdptbench.harness.BenchEngine}.
 */
@NullMarked
package org.sdptbench.harness;

import org.jspecify.annotations.NullMarked;
