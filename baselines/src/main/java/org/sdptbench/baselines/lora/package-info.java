/**
 * LoRA (Hu et al., 2022): a low-rank term on chosen linear layers.
 *
 * <p>y = Wx + b + (α / r)·B·A·x with A of shape [r, in], drawn as He's uniform with slope √5, and B
 * of shape [out, r], zero, so that training starts from GLIP. r·(in + out) scalars per layer. Sites
 * are a named group ({@code fusion}: the six projections of every cross attention; {@code swin}:
 * the fused query-key-value layers; {@code bert}: the query and value layers of the text encoder;
 * {@code backbones}: both) or a regular expression over the official layer names. r = 16 on the
 * fusion projections is 1,474,560 scalars for GLIP-T and 1,966,080 for GLIP-L.
 *
 * <p>The original puts r = 8, α = 16 on the query and value layers of a language model and trains
 * the task's classifier too; SDPT's public code puts r = 16, α = 1 on the fusion's projections.
 * Here the standard is the fusion, which is where SDPT acts, so that the two differ in what they
 * add and not in where; r = 8 and α = 8, a scale of 1 like that of the original's first
 * experiments. {@code sites: backbones} is the encoders' attention, {@code head: linear} the
 * counterpart of the classifier ({@link org.sdptbench.glip.peft.HeadTuning}), and the scale {@code
 * paper} takes the release's r and α.
 *
 * <p>For inference the term can be merged: {@code Adaptation.merged(weights)} gives an adaptation
 * that puts W + (α / r)·B·A in the place of W, so that a layer costs what it costs in GLIP. It
 * rounds differently, so the harness tests with the term apart, and a saved adapter gives the
 * numbers of its record to the bit.
 */
@NullMarked
package org.sdptbench.baselines.lora;

import org.jspecify.annotations.NullMarked;
