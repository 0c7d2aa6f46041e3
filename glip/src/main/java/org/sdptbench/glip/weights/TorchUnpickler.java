package org.sdptbench.glip.weights;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pickles of a checkpoint. A pickle is a program; this one can build numbers, strings,
 * tuples, lists, dictionaries and the globals of an allow-list, and can do nothing else: other
 * opcodes and other globals are refused by name. Dictionaries keep their order and have strings and
 * numbers as keys, since hashing nested keys can be made to take forever.
 *
 * <p>One instance reads one pickle; the memo would survive otherwise.
 */
final class TorchUnpickler extends Unpickler {

  /** What {@code torch.save} emits at protocols 2 to 4, and Python 2's strings. */
  private static final List<Short> PLAIN_OPCODES =
      List.of(
          Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.STOP,
          Opcodes.MARK,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.SHORT_BINSTRING,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_LIST,
          Opcodes.APPEND,
          Opcodes.APPENDS,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.BINPERSID,
          Opcodes.REDUCE);

  private static final Map<String, DType> STORAGE_TYPES =
      Map.ofEntries(
          Map.entry("torch.DoubleStorage", DType.F64),
          Map.entry("torch.FloatStorage", DType.F32),
          Map.entry("torch.HalfStorage", DType.F16),
          Map.entry("torch.BFloat16Storage", DType.BF16),
          Map.entry("torch.LongStorage", DType.I64),
          Map.entry("torch.IntStorage", DType.I32),
          Map.entry("torch.ShortStorage", DType.I16),
          Map.entry("torch.CharStorage", DType.I8),
          Map.entry("torch.ByteStorage", DType.U8),
          Map.entry("torch.BoolStorage", DType.BOOL));

  private static final Map<String, IObjectConstructor> FUNCTIONS =
      Map.of(
          "collections.OrderedDict", TorchUnpickler::orderedDict,
          "torch.Size", arguments -> ((Object[]) arguments[0]).clone(),
          "torch._utils._rebuild_tensor", TorchUnpickler::tensor,
          "torch._utils._rebuild_tensor_v2", TorchUnpickler::tensor,
          "torch._utils._rebuild_parameter", arguments -> (TorchTensor) arguments[0]);

  private final Map<String, TorchStorage> storages = new LinkedHashMap<>();

  /** Every storage the pickle mentions, by key, in the order of first mention. */
  Map<String, TorchStorage> storages() {
    return storages;
  }

  /**
   * Runs the pickle up to its end mark.
   *
   * @param source the file's name, for messages
   * @param input gives its remaining length as {@link InputStream#available()}
   * @return a number, string, null, {@code Object[]}, {@link List}, {@link Map} or {@link
   *     TorchTensor}
   * @throws WeightFormatException if the pickle is malformed or asks for what it must not have
   */
  @Nullable Object load(String source, InputStream input) throws IOException {
    int length = input.available();
    try {
      return load(input);
    } catch (IOException | RuntimeException e) {
      // A malformed program shows as whatever its operand happens not to be.
      String problem = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new WeightFormatException(
          source, "pickle, near byte %s: %s".formatted(length - input.available(), problem), e);
    }
  }

  @Override
  protected @Nullable Object dispatch(short opcode) throws IOException {
    switch (opcode) {
      case Opcodes.GLOBAL -> {
        String module = PickleUtils.readline(input);
        stack.add(global(module + "." + PickleUtils.readline(input)));
      }
      case Opcodes.STACK_GLOBAL -> {
        String name = (String) stack.pop();
        stack.add(global((String) stack.pop() + "." + name));
      }
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        Object key = stack.pop();
        putAll(Arrays.asList(key, value));
      }
      case Opcodes.SETITEMS -> putAll(stack.pop_all_since_marker());
      case Opcodes.BUILD -> build();
      case Opcodes.BINUNICODE, Opcodes.BINSTRING -> {
        checkLength();
        return super.dispatch(opcode);
      }
      default -> {
        if (!PLAIN_OPCODES.contains(opcode)) {
          throw new PickleException(
              String.format(Locale.ROOT, "opcode 0x%02x is not allowed", opcode));
        }
        return super.dispatch(opcode);
      }
    }
    return NO_RETURN_VALUE;
  }

  private static Object global(String name) {
    Object known = STORAGE_TYPES.containsKey(name) ? STORAGE_TYPES.get(name) : FUNCTIONS.get(name);
    if (known == null) {
      Map<String, Object> allowed = new TreeMap<>(STORAGE_TYPES);
      allowed.putAll(FUNCTIONS);
      throw new PickleException("it asks for %s, allowed are %s".formatted(name, allowed.keySet()));
    }
    return known;
  }

  /** Refuses a string that is longer than the rest of the pickle, before it is allocated. */
  private void checkLength() throws IOException {
    input.mark(Integer.BYTES);
    byte[] length = input.readNBytes(Integer.BYTES);
    int available = input.available();
    input.reset();
    if (length.length == Integer.BYTES) {
      int bytes = PickleUtils.bytes_to_integer(length);
      if (bytes < 0 || bytes > available) {
        throw new PickleException(
            "a string of %s bytes, %s are left"
                .formatted(Integer.toUnsignedString(bytes), available));
      }
    }
  }

  private void putAll(List<Object> keysAndValues) {
    @SuppressWarnings("unchecked") // every map on the stack was made by this class
    Map<Object, Object> map = (Map<Object, Object>) stack.peek();
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      put(map, keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  private static void put(Map<Object, Object> map, Object key, Object value) {
    if (!(key instanceof String || key instanceof Number)) {
      throw new PickleException("a dictionary key that is neither a string nor a number");
    }
    map.put(key, value);
  }

  /** Sets attributes: a state dict carries {@code _metadata}, which says nothing about weights. */
  private void build() {
    Object state = stack.pop();
    if (!(state instanceof Map) || !(stack.peek() instanceof Map)) {
      throw new PickleException("attributes may be set on an OrderedDict only");
    }
  }

  private static Object orderedDict(Object[] arguments) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (arguments.length > 0) {
      // Python 2 pickles the items as one list of pairs.
      for (Object item : (List<?>) arguments[0]) {
        List<?> pair = item instanceof Object[] tuple ? Arrays.asList(tuple) : (List<?>) item;
        put(map, pair.get(0), pair.get(1));
      }
    }
    return map;
  }

  private static Object tensor(Object[] arguments) {
    TorchStorage storage = (TorchStorage) arguments[0];
    long offset = ((Number) arguments[1]).longValue();
    return new TorchTensor(storage, offset, longs(arguments[2]), longs(arguments[3]));
  }

  private static long[] longs(Object tuple) {
    List<Long> values = new ArrayList<>();
    for (Object value : (Object[]) tuple) {
      if (!(value instanceof Integer || value instanceof Long)) {
        throw new PickleException("a size or stride that is no 64-bit integer");
      }
      values.add(((Number) value).longValue());
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * A storage: {@code ('storage', type, key, location, elements)}, in the stream format followed by
   * {@code None} or, before PyTorch 0.4, by a view. The location, such as {@code cuda:0}, is where
   * the tensor once lived and does not matter here.
   */
  @Override
  protected Object persistentLoad(Object id) {
    if (!(id instanceof Object[] parts)
        || parts.length < 5
        || !"storage".equals(parts[0])
        || !(parts[1] instanceof DType dtype)
        || !(parts[2] instanceof String key)
        || !(parts[4] instanceof Integer || parts[4] instanceof Long)) {
      throw new PickleException("a persistent id that is no storage");
    }
    if (parts.length > 5 && parts[5] != null) {
      throw new PickleException("storage '%s' is a view of another storage".formatted(key));
    }
    TorchStorage storage = new TorchStorage(key, dtype, ((Number) parts[4]).longValue());
    TorchStorage known = storages.putIfAbsent(key, storage);
    if (known != null && !known.equals(storage)) {
      throw new PickleException("%s and %s have one key".formatted(known, storage));
    }
    return storage;
  }
}
