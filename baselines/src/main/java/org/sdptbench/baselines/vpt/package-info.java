/**
 * VPT: visual prompt tuning (Jia et al., ECCV 2022; public code, src/models/vit_prompt).
 *
 * <p>k trainable tokens join the image's in Swin; nothing else is trained. They start uniform on
 * ±√(6 / (3·p² + C)), p = 4 being the side of a patch in pixels and C the width of the block.
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
 * without position bias or shift mask and are averaged over the windows afterwards.
 *
 * <p><em>Changed for GLIP.</em> There is no classification head to train: GLIP's is an alignment
 * with the text and stays frozen, as everything else does. Prompts have no dropout, as nothing has
 * in GLIP's transfer recipes.
 */
@NullMarked
package org.sdptbench.baselines.vpt;

import org.jspecify.annotations.NullMarked;
