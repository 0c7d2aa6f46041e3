/**
 * What a spec can name, and how it is found: methods on the class path, data sets, and models with
 * their frozen weights and tokenizer.
 *
 * <p>Weights are embedded ({@link org.sdptbench.harness.catalog.EmbeddedWeights}), or an official
 * checkpoint in {@code DIR/weights}, which must be the published file, or one that {@code sdptbench
 * weights convert} made and that takes its place. {@link org.sdptbench.harness.catalog.Presets}
 * tells which models a file fits.
 */
@NullMarked
package org.sdptbench.harness.catalog;

import org.jspecify.annotations.NullMarked;
