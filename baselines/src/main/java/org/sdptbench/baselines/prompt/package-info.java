/**
 * What the prompt methods share: places for prompts in both encoders, how prompts start, and
 * MaPLe's prompts ({@link org.sdptbench.baselines.prompt.CoupledPrompts}), which APoLLo has too.
 *
 * <p><em>Text.</em> Prompts stand right after [CLS] with mask 1 and leave before the fusion, so
 * that token positions and the positive map stay those of the caption; GLIP itself does this for
 * the tokens that {@link org.sdptbench.glip.peft.Prompts#textTokens} gives. They come in after the
 * embedding layer, so the caption's tokens keep their position embeddings. What stands for word
 * embeddings in CLIP, where most of these methods come from, passes that layer too, as the words of
 * a prompt would ({@link org.sdptbench.baselines.prompt.TextContext#embed}).
 *
 * <p><em>Image.</em> Prompts join every window of a Swin block as VPT does (Jia et al., 2022); GLIP
 * itself does this for the tokens that {@link org.sdptbench.glip.peft.Prompts#visionTokens} gives.
 * {@link org.sdptbench.baselines.prompt.SwinSite} lists the blocks.
 *
 * <p>Parameter names start with the method's name, never with that of an encoder: GLIP's recipe
 * trains what belongs to its text encoder at a tenth of the rate, which is for pre-trained weights.
 */
@NullMarked
package org.sdptbench.baselines.prompt;

import org.jspecify.annotations.NullMarked;
