/**
 * Comparison with golden tensors: inputs, weights and outputs of the official GLIP and SDPT code,
 * kept outside the repository. The folder is the system property {@code sdptbench.golden}, or
 * {@code golden} inside {@code sdptbench.shared}; tests that need it are skipped, with a message,
 * where it is absent.
 *
 * <p>Sets are found by what their JSON says, never by a list of names, so that any set of the same
 * kind, of another size or seed, is a test too:
 *
 * <pre>{@code
 * static List<GoldenSet> swins() {
 *   return GoldenKind.SWIN.sets();
 * }
 *
 * @ParameterizedTest
 * @MethodSource("swins")
 * void featuresAgree(GoldenSet set) {
 *   float[] c2 = run(set.floats("in.x"), ...);
 *   GoldenAssert.close(set, "out.C2", c2, GoldenAssert.UNIT_RTOL);
 * }
 * }</pre>
 *
 * <p>Every comparison, passed or not, becomes a line of {@code target/golden-report.csv}, and a
 * summary by set is printed when the test run ends.
 */
@NullMarked
package org.sdptbench.glip.golden;

import org.jspecify.annotations.NullMarked;
