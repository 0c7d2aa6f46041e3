package org.sdptbench.glip.weights;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the initializers of an ONNX graph that PyTorch exported, under the names and in the layout
 * of the module they came from.
 *
 * <p>PyTorch exports {@code y = x Wᵀ} of a linear layer as a {@code MatMul} with the transposed
 * weight, folded to an anonymous initializer such as {@code onnx::MatMul_885} of shape [in, out].
 * The node still knows the module: {@code /encoder/layer.0/attention/self/query/MatMul}. Here that
 * tensor becomes {@code encoder.layer.0.attention.self.query.weight} of shape [out, in].
 */
public final class OnnxWeights {

  private OnnxWeights() {}

  /**
   * Reads a file.
   *
   * @throws WeightFormatException if it is no ONNX model, or a tensor's bytes do not fit its shape
   * @throws IOException if it cannot be read
   */
  public static TensorFile read(Path path) throws IOException {
    return read(path.toString(), Files.readAllBytes(path));
  }

  /**
   * Reads a model that is in memory. Tensors are views of {@code model}, except transposed ones, so
   * it must not be changed afterwards.
   *
   * @param source what messages call the origin
   * @param model the serialized model
   */
  public static TensorFile read(String source, byte[] model) throws WeightFormatException {
    GraphProto graph = parse(source, model).getGraph();
    Map<String, RawTensor> initializers = new LinkedHashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (initializers.put(tensor.getName(), tensor(source, tensor)) != null) {
        throw new WeightFormatException(source, "two tensors '" + tensor.getName() + "'");
      }
    }
    if (initializers.isEmpty()) {
      throw new WeightFormatException(source, "no ONNX model with initializers");
    }
    Map<String, List<String>> linearLayers = linearLayers(graph, initializers.keySet());
    Map<String, RawTensor> named = new LinkedHashMap<>();
    initializers.forEach(
        (name, tensor) -> {
          List<String> modules = linearLayers.get(name);
          if (modules != null && tensor.shape().length == 2) {
            RawTensor weight = transpose(tensor);
            modules.forEach(module -> named.put(module + ".weight", weight));
          } else {
            named.put(name, tensor);
          }
        });
    return new TensorFile(source, named);
  }

  private static ModelProto parse(String source, byte[] bytes) throws WeightFormatException {
    CodedInputStream input = CodedInputStream.newInstance(bytes);
    // Tensors stay views of the array instead of copies.
    input.enableAliasing(true);
    try {
      return ModelProto.parseFrom(input);
    } catch (InvalidProtocolBufferException e) {
      throw new WeightFormatException(source, "no ONNX model: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new WeightFormatException(source, "cannot be parsed: " + e.getMessage(), e);
    }
  }

  /**
   * Anonymous initializer to the modules that multiply with it; more than one if they are equal.
   */
  private static Map<String, List<String>> linearLayers(GraphProto graph, Set<String> names) {
    Map<String, List<String>> layers = new LinkedHashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      if (!node.getOpType().equals("MatMul") || node.getInputCount() != 2) {
        continue;
      }
      String weight = node.getInput(1);
      String path = node.getName();
      if (weight.contains("::") && names.contains(weight) && path.matches("/.+/MatMul")) {
        String module = path.substring(1, path.length() - "/MatMul".length()).replace('/', '.');
        layers.computeIfAbsent(weight, key -> new ArrayList<>()).add(module);
      }
    }
    return layers;
  }

  private static RawTensor tensor(String source, TensorProto tensor) throws WeightFormatException {
    String place = source + ": tensor '" + tensor.getName() + "'";
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw new WeightFormatException(place, "its data is in another file, allowed is in this one");
    }
    DType dtype = dtype(place, tensor.getDataType());
    long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    try {
      return new RawTensor(dtype, shape, bytes(tensor, dtype));
    } catch (IllegalArgumentException e) {
      throw new WeightFormatException(place, String.valueOf(e.getMessage()), e);
    }
  }

  private static DType dtype(String place, int type) throws WeightFormatException {
    return switch (type) {
      case TensorProto.DataType.FLOAT_VALUE -> DType.F32;
      case TensorProto.DataType.DOUBLE_VALUE -> DType.F64;
      case TensorProto.DataType.FLOAT16_VALUE -> DType.F16;
      case TensorProto.DataType.BFLOAT16_VALUE -> DType.BF16;
      case TensorProto.DataType.INT64_VALUE -> DType.I64;
      case TensorProto.DataType.INT32_VALUE -> DType.I32;
      case TensorProto.DataType.INT16_VALUE -> DType.I16;
      case TensorProto.DataType.INT8_VALUE -> DType.I8;
      case TensorProto.DataType.UINT8_VALUE -> DType.U8;
      case TensorProto.DataType.BOOL_VALUE -> DType.BOOL;
      default ->
          throw new WeightFormatException(
              place, "data type %s, allowed are real numbers, integers, booleans".formatted(type));
    };
  }

  /** The raw bytes, or those of the typed field that small tensors may use instead. */
  private static ByteBuffer bytes(TensorProto tensor, DType dtype) {
    if (tensor.getFloatDataCount() > 0 && dtype == DType.F32) {
      ByteBuffer bytes = allocate(tensor.getFloatDataCount() * 4L);
      tensor.getFloatDataList().forEach(bytes::putFloat);
      return bytes.flip();
    }
    if (tensor.getInt64DataCount() > 0 && dtype == DType.I64) {
      ByteBuffer bytes = allocate(tensor.getInt64DataCount() * 8L);
      tensor.getInt64DataList().forEach(bytes::putLong);
      return bytes.flip();
    }
    return tensor.getRawData().asReadOnlyByteBuffer();
  }

  private static ByteBuffer allocate(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static RawTensor transpose(RawTensor tensor) {
    int rows = (int) tensor.shape()[0];
    int columns = (int) tensor.shape()[1];
    int width = tensor.dtype().bytes();
    ByteBuffer source = tensor.data();
    ByteBuffer transposed = ByteBuffer.allocate(tensor.byteSize());
    byte[] element = new byte[width];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        source.get((row * columns + column) * width, element);
        transposed.put(element);
      }
    }
    return new RawTensor(tensor.dtype(), new long[] {columns, rows}, transposed.flip());
  }
}
