/**
 * How fast a machine is, before anything runs on it: {@link
 * org.sdptbench.harness.calibrate.MethodSpeed} does a few steps and detections of a method, {@link
 * org.sdptbench.harness.calibrate.Calibration} is the file of what came out, from which plans
 * estimate times.
 *
 * <p>Neither weights nor data are needed: {@link org.sdptbench.harness.calibrate.StandIns} have the
 * sizes of the real ones.
 */
@NullMarked
package org.sdptbench.harness.calibrate;

import org.jspecify.annotations.NullMarked;
