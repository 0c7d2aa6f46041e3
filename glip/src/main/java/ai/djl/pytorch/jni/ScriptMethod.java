package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Calls a TorchScript method with gradients.
 *
 * <p>Lives in this package because DJL's own {@code IValueUtils.runMethod} always runs in inference
 * mode, and the native entry point is package-private. On the class path only, as split packages
 * are not allowed on the module path.
 */
public final class ScriptMethod {
  private ScriptMethod() {}

  /**
   * Runs a method that returns one tensor.
   *
   * @param module loaded module
   * @param method name of the method
   * @param manager owner of the result
   * @param arguments values of type {@link PtNDArray}, PtNDArray[], Long, Double, Boolean, String,
   *     long[] or double[]
   */
  public static PtNDArray call(
      PtSymbolBlock module, String method, PtNDManager manager, Object... arguments) {
    try (IValue result = run(module, method, arguments)) {
      return result.toTensor(manager);
    }
  }

  /** Runs a method that returns a list of tensors; parameters as in {@link #call}. */
  public static PtNDArray[] callForList(
      PtSymbolBlock module, String method, PtNDManager manager, Object... arguments) {
    try (IValue result = run(module, method, arguments)) {
      return result.toTensorArray(manager);
    }
  }

  private static IValue run(PtSymbolBlock module, String method, Object... arguments) {
    IValue[] values = new IValue[arguments.length];
    try {
      long[] handles = new long[arguments.length];
      for (int i = 0; i < arguments.length; i++) {
        values[i] = valueOf(arguments[i]);
        handles[i] = values[i].getHandle();
      }
      return new IValue(
          PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, true, false));
    } finally {
      for (IValue value : values) {
        if (value != null) {
          value.close();
        }
      }
    }
  }

  private static IValue valueOf(Object argument) {
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    } else if (argument instanceof PtNDArray[] arrays) {
      return IValue.listFrom(arrays);
    } else if (argument instanceof Long number) {
      return IValue.from(number.longValue());
    } else if (argument instanceof Double number) {
      return IValue.from(number.doubleValue());
    } else if (argument instanceof Boolean flag) {
      return IValue.from(flag.booleanValue());
    } else if (argument instanceof String text) {
      return IValue.from(text);
    } else if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    } else if (argument instanceof double[] numbers) {
      return IValue.listFrom(numbers);
    }
    throw new IllegalArgumentException("not a TorchScript argument: " + argument.getClass());
  }
}
