package org.sdptbench.glip.tensor;

import ai.djl.pytorch.jni.JniUtils;

/** Switches the recording of gradients for this thread until closed; nests. */
public final class GradMode implements AutoCloseable {
  private final boolean before;

  private GradMode(boolean record) {
    Script.manager();
    before = JniUtils.isGradMode();
    JniUtils.setGradMode(record);
  }

  /** Records operations on arrays that require gradients. */
  public static GradMode on() {
    return new GradMode(true);
  }

  /** Records nothing: for inference and for updates of parameters. */
  public static GradMode off() {
    return new GradMode(false);
  }

  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
