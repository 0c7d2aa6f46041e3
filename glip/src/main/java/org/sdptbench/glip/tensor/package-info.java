/**
 * Arrays, gradients and parameters.
 *
 * <h2>One way to compute</h2>
 *
 * <p>Arrays are DJL {@link ai.djl.ndarray.NDArray}s, but nobody outside this package calls
 * arithmetic on them. DJL's methods that take a {@link Number} save for the backward pass a scalar
 * that lives in a Java buffer which DJL frees at once, so that a garbage collection between forward
 * and backward corrupts gradients. Here every operation is a TorchScript function: the kernels
 * stand in {@code *.py} resources beside this package, {@link org.sdptbench.glip.tensor.Script}
 * compiles them once per process and calls them, {@link org.sdptbench.glip.tensor.Ops} is the typed
 * front of the elementary ones. Scalars travel by value and everything saved for backward belongs
 * to torch. An architecture test keeps it so.
 *
 * <h2>Adding a kernel</h2>
 *
 * <p>Write {@code def name(self, x: Tensor, ...) -> Tensor} (or {@code List[Tensor]}) into the
 * resource of its area, then call {@code Script.call("name", x, ...)} from the area's typed front:
 * {@code Ops}, or the class named {@code …Kernels} in the area's package. Compile errors name the
 * line. Numbers are {@code int} and {@code float}, never one for the other.
 *
 * <h2>Memory</h2>
 *
 * <p>Arrays made inside a {@link org.sdptbench.glip.tensor.Scope} die with it, except those it was
 * told to keep. One scope spans forward, backward and the optimiser's step.
 *
 * <h2>Gradients</h2>
 *
 * <p>{@link org.sdptbench.glip.tensor.GradMode} switches recording for the thread; {@link
 * org.sdptbench.glip.tensor.Gradients#backward} runs the backward pass; {@link
 * org.sdptbench.glip.tensor.AdamW} updates a {@link org.sdptbench.glip.tensor.Params}.
 *
 * <h2>Threads</h2>
 *
 * <p>Each thread computes with {@code -Dsdptbench.threads} threads of torch's own, 1 unless told,
 * so that results do not depend on the number of cores.
 */
@NullMarked
package org.sdptbench.glip.tensor;

import org.jspecify.annotations.NullMarked;
