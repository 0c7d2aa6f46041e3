/**
 * BitFit (Ben Zaken et al., 2022): only the biases are trained, those of normalisations included.
 *
 * <p>The {@code scope} is everything, the two encoders, or the head. GLIP's alignment biases {@code
 * bias0} and {@code bias_lang} are biases of the head; Swin's {@code relative_position_bias_table}
 * is a table, not a bias, and is trained only if {@code tables} says so (the public SDPT code
 * trains it, because its name contains "bias").
 *
 * <p>The original trains the task's classifier with the biases: {@code head: linear} adds the
 * weights of GLIP's prediction layers, whose biases are among these anyway.
 *
 * <p>Counts for GLIP-T and GLIP-L:
 *
 * <ul>
 *   <li>{@code backbones}: 156,992 and 311,168; with tables 180,314 and 609,524;
 *   <li>{@code head}: 129,150 and 171,830 = n·21,340 + 1,110 for n = 6 and 8 stages. A stage is
 *       10,240 in the fusion (four projections of 2,048, two to 256 and 768, two norms of 256 and
 *       768), 8,448 in the BERT layer and 2,652 in DyConv; the ends are 256 + 768 + 1 for the
 *       alignment, 4 + 1 for box and centerness, 80 for the classification layer;
 *   <li>{@code all}: 286,142 and 482,998, the sums.
 * </ul>
 *
 * <p>GLIP does not use its classification layer. Its 80 biases are among these, as they are in the
 * public code, which goes by names; no gradient ever reaches them, so they never change.
 */
@NullMarked
package org.sdptbench.baselines.bitfit;

import org.jspecify.annotations.NullMarked;
