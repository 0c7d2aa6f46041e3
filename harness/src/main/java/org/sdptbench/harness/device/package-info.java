/**
 * What a machine computes with: the native libraries of PyTorch that are there, the GPUs that the
 * driver sees, and which of them workers use.
 *
 * <p>{@link org.sdptbench.harness.device.UnpackedNatives} mends what killed processes and lost
 * power leave where the libraries are unpacked.
 *
 * <p>Nothing here starts PyTorch: a command that only plans needs no native code.
 */
@NullMarked
package org.sdptbench.harness.device;

import org.jspecify.annotations.NullMarked;
