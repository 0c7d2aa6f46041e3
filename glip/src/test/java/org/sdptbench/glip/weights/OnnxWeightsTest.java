package org.sdptbench.glip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.digest.Sha256;

class OnnxWeightsTest {

  private static TensorProto.Builder floats(String name, List<Long> shape, Float... values) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addAllDims(shape)
        .addAllFloatData(Arrays.asList(values));
  }

  private static NodeProto matMul(String name, String left, String right) {
    return NodeProto.newBuilder()
        .setOpType("MatMul")
        .setName(name)
        .addInput(left)
        .addInput(right)
        .build();
  }

  private static byte[] model(GraphProto.Builder graph) {
    return ModelProto.newBuilder().setGraph(graph).build().toByteArray();
  }

  @Test
  void linearWeightsGetTheirModulesNameAndLayout() throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addNode(matMul("/head/query/MatMul", "x", "onnx::MatMul_1"))
            .addNode(matMul("/head/key/MatMul", "x", "onnx::MatMul_1"))
            .addNode(matMul("/head/MatMul", "a", "b"))
            .addInitializer(floats("onnx::MatMul_1", List.of(2L, 3L), 1f, 2f, 3f, 4f, 5f, 6f))
            .addInitializer(floats("head.bias", List.of(1L), 7f));
    TensorFile read = OnnxWeights.read("m", model(graph));
    assertThat(read.names()).containsExactly("head.query.weight", "head.key.weight", "head.bias");
    assertThat(read.get("head.query.weight").shape()).containsExactly(3, 2);
    assertThat(read.get("head.query.weight").toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(read.get("head.bias").toFloats()).containsExactly(7);
  }

  @Test
  void rawBytesAndIntegersAreRead() throws IOException {
    TensorProto raw =
        TensorProto.newBuilder()
            .setName("half")
            .setDataType(TensorProto.DataType.FLOAT16_VALUE)
            .addDims(2)
            .setRawData(ByteString.copyFrom(new byte[] {0, 0x3c, 0, (byte) 0xc0}))
            .build();
    TensorProto ids =
        TensorProto.newBuilder()
            .setName("ids")
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(2)
            .addInt64Data(-5)
            .addInt64Data(1L << 40)
            .build();
    TensorFile read =
        OnnxWeights.read(
            "m", model(GraphProto.newBuilder().addInitializer(raw).addInitializer(ids)));
    assertThat(read.get("half").toFloats()).containsExactly(1, -2);
    assertThat(read.get("ids").toLongs()).containsExactly(-5, 1L << 40);
  }

  private static void assertRefused(byte[] bytes, String problem) {
    assertThatThrownBy(() -> OnnxWeights.read("bad.onnx", bytes))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageStartingWith("bad.onnx: ")
        .hasMessageContaining(problem);
  }

  @Test
  void damagedModelsAreRefused() {
    GraphProto.Builder good =
        GraphProto.newBuilder().addInitializer(floats("w", List.of(2L), 1f, 2f));
    byte[] bytes = model(good);
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length), "no ONNX model");
    }
    GraphProto.Builder graph = GraphProto.newBuilder();
    assertRefused(
        model(graph.clone().addInitializer(floats("w", List.of(3L), 1f))),
        "tensor 'w': F32[3] needs");
    assertRefused(
        model(graph.clone().addInitializer(floats("w", List.of(-1L), 1f))), "negative size");
    assertRefused(
        model(graph.clone().addInitializer(floats("w", List.of(1L << 40, 1L << 40), 1f))),
        "is larger than");
    assertRefused(
        model(
            graph
                .clone()
                .addInitializer(floats("w", List.of(1L), 1f))
                .addInitializer(floats("w", List.of(1L), 1f))),
        "two tensors 'w'");
    assertRefused(
        model(graph.clone().addInitializer(floats("w", List.of(1L), 1f).setDataType(8))),
        "data type 8");
    assertRefused(
        model(
            graph
                .clone()
                .addInitializer(
                    floats("w", List.of(1L)).setDataLocation(TensorProto.DataLocation.EXTERNAL))),
        "in another file");
  }

  @Test
  void miniLmHasTheWeightsOfABertOfSixLayers() throws IOException {
    TensorFile weights = MiniLm.load();
    assertThat(weights.tensors()).hasSize(5 + 16 * MiniLm.LAYERS);
    assertThat(weights.names())
        .startsWith("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight")
        .endsWith(
            "encoder.layer.5.output.LayerNorm.weight", "encoder.layer.5.output.LayerNorm.bias");
    long parameters = weights.tensors().values().stream().mapToLong(RawTensor::size).sum();
    assertThat(parameters).isEqualTo(22_565_376);
    assertThat(weights.tensors().values())
        .allSatisfy(
            tensor -> {
              assertThat(tensor.dtype()).isEqualTo(DType.F32);
              for (float value : tensor.toFloats()) {
                if (!(Math.abs(value) < 100)) {
                  throw new AssertionError("weight " + value);
                }
              }
            });
    assertThat(new String(MiniLm.tokenizerJson(), StandardCharsets.UTF_8))
        .contains("\"WordPiece\"");
  }

  /** Other weights would make other numbers, under the same digest of GLIP-mini's checkpoint. */
  @Test
  void miniLmIsTheOneThatGlipMiniWasTrainedWith() throws IOException {
    try (InputStream model = getClass().getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      assertThat(Sha256.of(Objects.requireNonNull(model)))
          .isEqualTo("ca46f1a88a9c6e61b918af1ab38be3e7903b986616551f0a6f10a7ecc5730cd4");
    }
  }

  @Test
  void squareWeightsOfMiniLmAreTransposedToo() throws IOException {
    // The shape cannot show it: [384, 384] both ways. The graph multiplies x by the initializer.
    byte[] bytes;
    try (var stream = OnnxWeightsTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      bytes = Objects.requireNonNull(stream).readAllBytes();
    }
    GraphProto graph = ModelProto.parseFrom(bytes).getGraph();
    String name = "encoder.layer.3.attention.self.key";
    NodeProto node =
        graph.getNodeList().stream()
            .filter(
                n ->
                    n.getName()
                        .equals(
                            "/" + name.replace('.', '/').replace("layer/", "layer.") + "/MatMul"))
            .findFirst()
            .orElseThrow();
    TensorProto initializer =
        graph.getInitializerList().stream()
            .filter(t -> t.getName().equals(node.getInput(1)))
            .findFirst()
            .orElseThrow();
    var inOut = initializer.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] outIn = MiniLm.load().get(name + ".weight").toFloats();
    for (int in = 0; in < MiniLm.HIDDEN_SIZE; in++) {
      for (int out = 0; out < MiniLm.HIDDEN_SIZE; out++) {
        assertThat(outIn[out * MiniLm.HIDDEN_SIZE + in])
            .isEqualTo(inOut.getFloat(4 * (in * MiniLm.HIDDEN_SIZE + out)));
      }
    }
  }
}
