/**
 * BitFit (Ben Zaken et al., 2022): only the biases are trained, those of normalisations included.
 *
 * <p>The {@code scope} is everything, the two encoders, or the head. GLIP's alignment biases {@code
 * bias0} and {@code bias_lang} are biases of the head; Swin's {@code relative_position_bias_table}
 * is a table, not a bias, and is trained only if {@code tables} says so (the public SDPT code
 * trains it, because its name contains "bias"). The unused classification layer is never trained.
 */
@NullMarked
package org.sdptbench.baselines.bitfit;

import org.jspecify.annotations.NullMarked;
