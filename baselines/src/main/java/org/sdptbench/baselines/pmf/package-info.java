/**
 * PMF: prompt-based multimodal fusion (Li et al., CVPR 2023; public code, PMF.py).
 *
 * <p>In the last n_f layers of both encoders the modalities ask one another. With x the tokens that
 * enter a frozen layer F of one modality, of width d_s, and d_t the width of the other:
 *
 * <pre>
 * query stage:   [… ; y ; …] = F([x ; QP ; QCP]),   z = W₂·ReLU(W₁·y + b₁) + b₂
 * fusion stage:  [x' ; …]    = F([x ; FCP ; z of the other modality])
 * </pre>
 *
 * <p>y is what F has made of the query prompts QP, and on the image side of Swin's frozen output
 * norm of that stage, unless {@code found} is {@code raw}; the query-context prompts QCP and the
 * tokens are dropped. z goes to the other modality. Both modalities ask before either goes on; then
 * x' is the input of the next layer, and the other positions are dropped. All prompts are drawn
 * from N(0, 0.02²); the translations start as PyTorch's linear layers do. All of that is trained,
 * all of GLIP is frozen. The forward pass runs the fused layers twice.
 *
 * <p>Per fused layer, with C the width of its Swin block and d that of the text, (q + qc + fc)·(C +
 * d) scalars are prompts, and C·h + h + h·d + d + d·h + h + h·C + C are the translations; by
 * default the two layers are
 *
 * <pre>
 * GLIP-T, C = 768,  h = 384:  2·(12·1536 + 1,181,952) = 2,400,768
 * GLIP-L, C = 1536, h = 768:  2·(12·2304 + 3,542,784) = 7,140,864
 * </pre>
 *
 * <ul>
 *   <li>{@code layers}: n_f, 2 unless told; block b − i of Swin is paired with layer l − i of the
 *       text encoder, so n_f is no more than there are of either.
 *   <li>{@code queries}, {@code query-context}, {@code fusion-context}: q, qc, fc, 4 each; the two
 *       contexts may be 0.
 *   <li>{@code hidden}: h, max(C, d) / 2 unless told (0).
 * </ul>
 *
 * <p><em>Changed for GLIP.</em> The original fuses ViT and BERT and classifies with their [CLS]
 * tokens. Here all prompts of the image join every window of a Swin block, and what becomes of them
 * is averaged over the windows of the image, as VPT does for Swin (Jia et al., 2022). Swin's width
 * follows the stage: each fused layer has its own C. For GLIP-T and GLIP-L the last two blocks are
 * of one width; in GLIP-mini they belong to different stages. Prompts of the text stand behind the
 * padding, visible; position is nothing to BERT's layers, and the caption's tokens keep their
 * places for the positive map. The caption, encoded once for all images until then, becomes each
 * image's own. The features go to GLIP's fusion and head; the original trains a classifier on each
 * encoder, so its counterpart is {@code head: linear}.
 *
 * <p>{@code found: normalised}, unless told. The public code translates what its queries found as
 * it is; that of Swin's last blocks is the residual stream (rms 2.3 and 18 in GLIP-mini), which
 * then enters a text encoder whose tokens have rms 0.6, and destroys GLIP's features before the
 * first step: AP 5.5 instead of 35.8. The norm has no parameters of its own to train.
 *
 * <p><em>Changed against the public code.</em> Its {@code grad_control} tells whether there are
 * fusion-context prompts by an attribute that does not exist, so that they stay as drawn by
 * mistake; here they are trained as all other prompts are.
 */
@NullMarked
package org.sdptbench.baselines.pmf;

import org.jspecify.annotations.NullMarked;
