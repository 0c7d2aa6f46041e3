/**
 * VPT: visual prompt tuning (Jia et al., ECCV 2022; public code, src/models/vit_prompt).
 *
 * <p>k trainable tokens join the image's in Swin. They start uniform on ±√(6 / (3·p² + C)), p = 4
 * being the side of a patch in pixels and C the width of the block; the public code takes the width
 * of the first stage for all, which makes no difference behind the frozen norm that they pass.
 *
 * <ul>
 *   <li>{@code depth: deep}, unless told: every block has k tokens of its own, and what the
 *       previous block made of its tokens is dropped. k·ΣC scalars: k = 10 is 44,160 for GLIP-T and
 *       180,480 for GLIP-L.
 *   <li>{@code depth: shallow}: k tokens enter before the first block and stay to the end; at a
 *       patch merging each one merges with three copies of itself. k·C₀ scalars: k = 10 is 960 for
 *       GLIP-T and 1,920 for GLIP-L.
 * </ul>
 *
 * <p>How tokens pass through windows is GLIP's own matter here: see {@link
 * org.sdptbench.glip.peft.Prompts#visionTokens}. As in the paper's Swin, they join every window
 * without position bias or shift mask and are averaged over the windows afterwards. The paper drops
 * tokens at patch mergings; its code repeats them, as here. That code pairs shallow prompts with
 * the images of other windows in its mean when a batch has more than one image; here it does not.
 *
 * <p><em>Changed for GLIP.</em> The original trains a classification head beside the prompts.
 * GLIP's counterpart are its prediction layers: {@code head: linear} ({@link
 * org.sdptbench.glip.peft.HeadTuning}), while {@code head: frozen} is the prompts alone, and much
 * weaker. k = 10, of windows of 16 tokens in GLIP-mini; the original has 5 beside 49 and chooses by
 * task. Prompts have no dropout, as nothing has in GLIP's transfer recipes.
 */
@NullMarked
package org.sdptbench.baselines.vpt;

import org.jspecify.annotations.NullMarked;
