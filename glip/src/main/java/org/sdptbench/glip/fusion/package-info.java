/**
 * Where image and text meet: the layer that precedes each stage of the tower.
 *
 * <p>{@link org.sdptbench.glip.fusion.FusionLayer} normalises the image features of all pyramid
 * levels, as one sequence, and the text features, lets each attend to the other in {@link
 * org.sdptbench.glip.fusion.CrossAttention} (X-MHA in the GLIP paper, §3.2; {@code
 * BiMultiHeadAttention} in its code), and adds the answers to the normalised sequences.
 *
 * <p>Both directions share one score matrix, whose queries and keys live in the fusion space of
 * width E. An adaptation may put tokens there: see {@link org.sdptbench.glip.peft.FusionTokens}.
 *
 * <p>{@link org.sdptbench.glip.fusion.ClassAttention} shows where the words of a class look. Maps
 * are computed for a {@link org.sdptbench.glip.fusion.FusionObserver} that asks for them, and
 * otherwise not at all.
 *
 * <p>The official code drops attention weights and paths while it trains. The backbone is frozen
 * here and stays in evaluation mode: nothing is dropped.
 */
@NullMarked
package org.sdptbench.glip.fusion;

import org.jspecify.annotations.NullMarked;
