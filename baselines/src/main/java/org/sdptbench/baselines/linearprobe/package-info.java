/**
 * Linear probing as in GLIP: only the prediction layers are trained.
 *
 * <p>These are {@code bbox_pred}, {@code centerness}, {@code dot_product_projection_text}, {@code
 * log_scale}, {@code bias_lang} and {@code bias0}: 4·(v + 1) + (v + 1) + v·(l + 1) + 1 + l + 1
 * scalars, 198,919 for GLIP-T and GLIP-L (v = 256, l = 768). The per-level {@code scales} are not
 * in GLIP's list.
 */
@NullMarked
package org.sdptbench.baselines.linearprobe;

import org.jspecify.annotations.NullMarked;
