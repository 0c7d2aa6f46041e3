/**
 * Weights on disk: readers for the formats that GLIP, its text encoders and its adapters come in,
 * and the rules by which names and shapes of a file are matched with those of a model.
 *
 * <table>
 * <caption>Formats</caption>
 * <tr><th>class</th><th>format</th><th>used for</th></tr>
 * <tr><td>{@link org.sdptbench.glip.weights.SafeTensors}</td><td>safetensors, read and written</td>
 *     <td>this project's own checkpoints and adapters</td></tr>
 * <tr><td>{@link org.sdptbench.glip.weights.TorchCheckpoint}</td><td>PyTorch {@code .pth}: zip
 *     archives and the stream format from before PyTorch 1.6</td><td>the official GLIP-T and GLIP-L
 *     files</td></tr>
 * <tr><td>{@link org.sdptbench.glip.weights.OnnxWeights}</td><td>initializers of an ONNX graph</td>
 *     <td>{@link org.sdptbench.glip.weights.MiniLm}, the text encoder of GLIP-mini</td></tr>
 * </table>
 *
 * <p>Every reader gives a {@link org.sdptbench.glip.weights.TensorFile}: names, in the order of the
 * file, with {@link org.sdptbench.glip.weights.RawTensor}s whose values come from the file when
 * they are asked for: a checkpoint of gigabytes needs the memory of what is taken from it. No
 * reader needs the tensor library, so files can be inspected, converted and checked without it.
 * {@link org.sdptbench.glip.weights.StateDict} compares what a file holds with what a model
 * expects.
 *
 * <pre>{@code
 * TensorFile file = TorchCheckpoint.read(Path.of("glip_tiny_model_o365_goldg.pth"));
 * TensorFile state = new StateDict(expectedShapes).select(file); // every mismatch in one exception
 * float[] gamma = state.get("rpn.head.dyhead_tower.0.b_attn.gamma_v").toFloats();
 * }</pre>
 *
 * <p><b>Files are hostile until parsed.</b> Sizes are checked against the file before anything is
 * allocated, offsets must lie inside the file, and archives are never unpacked to disk. Pickles can
 * build values of an allow-list only; what a trainer left beside the model is passed over, whatever
 * class it is of, and in the model it is an error. Headers, directories and pickles have limits of
 * size and number, tensors of 1 GiB and 64 dimensions. What does not fit the format is a {@link
 * org.sdptbench.glip.weights.WeightFormatException} that names the file, the place, what was found
 * and what is allowed.
 */
@NullMarked
package org.sdptbench.glip.weights;

import org.jspecify.annotations.NullMarked;
