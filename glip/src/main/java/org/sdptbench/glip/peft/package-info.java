/**
 * The seam between GLIP and the methods that adapt it.
 *
 * <p>A {@link org.sdptbench.glip.peft.PeftMethod} declares its settings and, from the architecture
 * alone, its parameters; given a model it yields an {@link org.sdptbench.glip.peft.Adaptation}. The
 * backbone knows no method's name: it asks the adaptation at named <em>sites</em>.
 *
 * <p>An adaptation never changes the backbone's arrays. Its own parameters either are new, or bear
 * a backbone parameter's name and then stand in its place. Detaching is dropping the adaptation;
 * GLIP's weights are bit for bit what they were.
 *
 * <p>A trained adaptation is saved and loaded as a {@link org.sdptbench.glip.peft.SavedAdapter}:
 * the values with the method, its settings and the model that they belong to.
 *
 * <h2>Stacks</h2>
 *
 * <p>Adaptations stand on one another: the lower ones are frozen, the last one is trained. To the
 * upper one the adapted model is its backbone, so it starts from the weights that the lower one
 * left. Where the lower one can be {@linkplain org.sdptbench.glip.peft.Adaptation#merged merged},
 * it is: the upper one then sees the very weights that act, e.g. SDPT those that its way back from
 * the fusion space must undo. What lies on top is saved with the digest of the adapter below it,
 * and is loaded after it.
 *
 * <pre>{@code
 * Adaptation trained = lora.adapt(config, weights, loraSettings, loraParams);
 * Adaptation lower = trained.merged(weights).orElse(trained);
 * Pass adapted = new Pass(weights, lower);
 * Params tokens = Params.initialise(sdpt.layout(config, glip.layout(), settings), seed, adapted);
 * Adaptation stack =
 *     Adaptation.stack(List.of(lower, sdpt.adapt(config, adapted, settings, tokens)));
 * }</pre>
 *
 * <p>Prompt tokens in the encoders add up. Each of the {@link
 * org.sdptbench.glip.peft.Adaptation#prompts() prompts} is asked for its own at every layer and is
 * offered what the layer before made of them, never another's; all of them, and those that a
 * coupling gives, stand side by side in the layer's attention and are parted after it ({@link
 * org.sdptbench.glip.peft.PromptTokens}).
 *
 * <h2>Where an adaptation may act</h2>
 *
 * <ul>
 *   <li>at every linear layer, by the official name of its module, e.g. {@code
 *       rpn.head.dyhead_tower.0.b_attn.attn.v_proj};
 *   <li>in the text sequence, as {@linkplain org.sdptbench.glip.peft.Prompts prompt tokens} after
 *       [CLS], at each layer;
 *   <li>in Swin's windows, as prompt tokens, at each block;
 *   <li>on the two sequences that enter the fusion;
 *   <li>as tokens inside each fusion layer's attention;
 *   <li>over both encoders together, as a {@link org.sdptbench.glip.peft.Coupling}: where one must
 *       see what the other makes of its input, or where the method adds to the loss.
 * </ul>
 *
 * <h2>What drops at random</h2>
 *
 * <p>Modules ask their {@link org.sdptbench.glip.peft.Pass} what they drop: dropout, DropPath and
 * DropBlock are GLIP's own, at GLIP's places and rates. A pass of inference drops nothing; one of a
 * training drops where a {@link org.sdptbench.glip.peft.TrainingMode} says. Adaptations have none
 * of their own.
 *
 * <h2>What is stable</h2>
 *
 * <p>Methods in other people's jars are compiled against the types below. These keep their names,
 * their public members and what they mean; more may come, in interfaces that methods implement with
 * a default only. The records that methods read but do not make, {@code EncoderInput} and {@code
 * GlipConfig}, may get more components.
 *
 * <ul>
 *   <li>What a method is: {@link org.sdptbench.glip.peft.PeftMethod}, {@link
 *       org.sdptbench.glip.peft.Setting} and {@link org.sdptbench.glip.peft.Settings}, {@link
 *       org.sdptbench.glip.GlipConfig}.
 *   <li>What it gives: {@link org.sdptbench.glip.peft.Adaptation}, {@link
 *       org.sdptbench.glip.peft.Tuning}, {@link org.sdptbench.glip.peft.Prompts}, {@link
 *       org.sdptbench.glip.peft.FusionInput}, {@link org.sdptbench.glip.peft.FusionTokens}, {@link
 *       org.sdptbench.glip.peft.Reach}, and the names in {@link org.sdptbench.glip.peft.Sites}.
 *   <li>How it couples the encoders: {@link org.sdptbench.glip.peft.Coupling}, {@link
 *       org.sdptbench.glip.peft.Encoders}, {@link org.sdptbench.glip.peft.ImageEncoding}, {@link
 *       org.sdptbench.glip.peft.TextEncoding}, {@link org.sdptbench.glip.peft.EncoderInput}, {@link
 *       org.sdptbench.glip.peft.TextState}, {@link org.sdptbench.glip.peft.Encoded}.
 *   <li>What it computes with, in {@link org.sdptbench.glip.tensor}: {@code Layout}, {@code
 *       ParamSpec}, {@code Init}, {@code Params}, {@code Weights}, {@code Ops}, {@code Scope},
 *       {@code GradMode}.
 * </ul>
 *
 * <p>All else is for the backbone and the harness and may change, in this package {@code Pass},
 * {@code Regularisation}, {@code TrainingMode}, {@code PromptTokens} and {@code SavedAdapter}.
 */
@NullMarked
package org.sdptbench.glip.peft;

import org.jspecify.annotations.NullMarked;
