/**
 * GLIP, the backbone that all methods adapt: a Swin image encoder, a BERT text encoder, and a tower
 * in which each stage lets image and text attend to each other before it works on the image.
 *
 * <p>Here are the sizes of GLIP-T, GLIP-L and GLIP-mini, {@link org.sdptbench.glip.GlipConfig},
 * which every part is built from. A pass goes through the packages in this order:
 *
 * <pre>
 * pixels  → vision ─┐
 *                   ├→ fusion, head (the model's tower) → boxes with scores
 * caption → text   ─┘
 * </pre>
 *
 * <p>{@link org.sdptbench.glip.model.Glip} puts the parts together, with the official parameter
 * names. {@link org.sdptbench.glip.peft} is the seam where methods come in, {@link
 * org.sdptbench.glip.weights} reads and writes files of weights, and {@link
 * org.sdptbench.glip.tensor} is the one way to compute on arrays. Nothing here knows of data sets,
 * of training recipes, or of any method by name.
 *
 * <p>Packages use each other one way only: {@code model} stands on all parts, these on {@code peft}
 * and {@code tensor}, and everything on the sizes.
 */
@NullMarked
package org.sdptbench.glip;

import org.jspecify.annotations.NullMarked;
