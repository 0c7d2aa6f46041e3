/**
 * MaPLe: multi-modal prompt learning (Khattak et al., CVPR 2023; public code, trainers/maple.py).
 *
 * <p>At each of the first J layers of both encoders there are n prompts; those of the image are a
 * linear function of those of the text:
 *
 * <pre>
 * text layer j, for j = 1…J:   P_j [n, d], trained
 * Swin block j:                P_j·W_jᵀ + b_j [n, C_j], with W_j and b_j trained
 * </pre>
 *
 * <p>P_1 starts as the word embeddings of "a photo of a", the first n of them; P_2 to P_J are drawn
 * from N(0, 0.02²) and replace what the layer before has made of the prompts. After layer J,
 * prompts flow on through the remaining layers. W_j and b_j start uniform on ±1/√d. Everything of
 * GLIP is frozen. J·n·d + Σ(d·C_j + C_j) scalars: n = 2, J = 9 is 1,933,248 for GLIP-T and
 * 3,852,672 for GLIP-L.
 *
 * <ul>
 *   <li>{@code n}: 2 unless told.
 *   <li>{@code depth}: J at most, 9 unless told. Layers and blocks are paired, first with first, so
 *       J is no more than there are of either: 9 for GLIP-T (12 layers, 12 blocks) and GLIP-L (12
 *       and 24), 5 for GLIP-mini (6 and 5).
 *   <li>{@code init}: {@code words}, unless told, takes at most four prompts and a vocabulary with
 *       these words; {@code normal} draws P_1 from N(0, 0.02²) too. The original draws of itself if
 *       n exceeds four; here that must be said.
 * </ul>
 *
 * <p>All this is {@link org.sdptbench.baselines.prompt.CoupledPrompts}, and nothing else acts.
 *
 * <p><em>Changed for GLIP.</em> CLIP's encoders have equal depth and one width each; Swin's width
 * follows the stage, so each W_j has a shape of its own. Text prompts stand between [CLS] and the
 * caption, which names all classes at once and is not moved on by n positions, and leave before the
 * fusion. P_1 stands for word embeddings and so passes BERT's frozen embedding layer at positions 1
 * to n, which is how the caption "a photo" would start; the image's prompts are made of P_1 itself.
 * CLIP's encoders normalise what enters a layer, so that the size of a prompt means nothing there;
 * BERT normalises what leaves it, and P_2 to P_J stand at size 0.02 beside tokens of size 0.6,
 * unless {@code text-size: layer} brings them to that of the layer's tokens. Visual prompts go
 * through windows as VPT's do, and through patch mergings once they flow on. The original trains
 * with SGD at a rate of 0.0035.
 */
@NullMarked
package org.sdptbench.baselines.maple;

import org.jspecify.annotations.NullMarked;
