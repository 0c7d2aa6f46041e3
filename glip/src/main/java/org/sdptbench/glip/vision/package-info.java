/**
 * From pixels to a feature pyramid.
 *
 * <h2>Pixels</h2>
 *
 * <p>{@link org.sdptbench.glip.vision.ImageInput} does what GLIP does before the network: the size
 * rule ({@link org.sdptbench.glip.vision.ImageSize}), an antialiased bilinear resize that agrees
 * with Pillow's to the bit ({@link org.sdptbench.glip.vision.BilinearResize}), normalisation in BGR
 * and zero padding to multiples of 32. {@link org.sdptbench.glip.vision.XyxyBox} takes boxes along.
 *
 * <h2>Trunk</h2>
 *
 * <p>{@link org.sdptbench.glip.vision.VisionTrunk} is {@link org.sdptbench.glip.vision.Swin} and
 * {@link org.sdptbench.glip.vision.FeaturePyramid}. Modules hold official names and sizes, no
 * values; they are immutable and may be shared by threads. They declare their parameters in a
 * {@link org.sdptbench.glip.tensor.Layout}, and read them through a {@link
 * org.sdptbench.glip.peft.Pass}. A module's prefix ends in a dot unless it is empty.
 *
 * <p>Inside Swin, maps are [B, H, W, C]; its outputs and the pyramid are [B, C, H, W].
 *
 * <p>The trunk is deterministic: GLIP's DropPath and DropBlock are left out, as in evaluation mode.
 *
 * <h2>Looking at features</h2>
 *
 * <p>{@link org.sdptbench.glip.vision.EigenCam} is the map that SDPT's release shows of the trunk.
 *
 * <h2>Where an adaptation acts</h2>
 *
 * <p>At the linear layers {@code qkv}, {@code proj}, {@code fc1}, {@code fc2} of each block and
 * {@code reduction} of each merging, at every weight by its name, and with tokens in the windows of
 * a block ({@link org.sdptbench.glip.vision.SwinBlock}).
 */
@NullMarked
package org.sdptbench.glip.vision;

import org.jspecify.annotations.NullMarked;
