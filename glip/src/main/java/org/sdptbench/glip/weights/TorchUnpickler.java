package org.sdptbench.glip.weights;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pickles of a checkpoint. A pickle is a program; this one can build numbers, strings,
 * tuples, lists, dictionaries and the globals of an allow-list, and can do nothing else: whatever
 * other class or function it names is never looked up, and what it would make of them is {@link
 * Unbuilt}, so that what a trainer left beside the model does no harm. Opcodes that {@code
 * torch.save} never writes are refused.
 *
 * <p>Keys of dictionaries are strings and numbers, since hashing nested keys can be made to take
 * forever; entries with other keys are there and cannot be found. The number of operations is
 * limited, and so is what one operation can make of much that exists already.
 *
 * <p>One instance reads one pickle; the memo would survive otherwise.
 */
final class TorchUnpickler extends Unpickler {

  /** Most operations; GLIP-L's pickle has fewer than a quarter, its optimizer's state included. */
  static final int MAX_OPERATIONS = 2_000_000;

  /** More arguments than any function of the allow-list has. */
  private static final int MAX_ARGUMENTS = 16;

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
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.BINPERSID,
          Opcodes.POP,
          Opcodes.POP_MARK,
          Opcodes.DUP);

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

  /**
   * A function of the allow-list.
   *
   * @param makes what it makes, for messages
   */
  private record Function(String makes, IObjectConstructor body) {}

  private final Map<String, Function> functions =
      Map.of(
          "collections.OrderedDict", new Function("dictionary", this::orderedDict),
          "torch.Size", new Function("size", arguments -> (Object[]) arguments[0]),
          "torch._utils._rebuild_tensor", new Function("tensor", TorchUnpickler::tensor),
          "torch._utils._rebuild_tensor_v2", new Function("tensor", TorchUnpickler::tensor),
          "torch._utils._rebuild_parameter",
              new Function("parameter", arguments -> (TorchTensor) arguments[0]));

  private final Map<String, TorchStorage> storages = new LinkedHashMap<>();
  private int operations;
  private int entries;

  /** Every storage the pickle mentions, by key, in the order of first mention. */
  Map<String, TorchStorage> storages() {
    return storages;
  }

  /**
   * Runs the pickle up to its end mark.
   *
   * @param source the file's name, for messages
   * @param input gives its remaining length as {@link InputStream#available()}
   * @return a number, string, null, {@code Object[]}, {@link List}, {@link Map}, {@link
   *     TorchTensor} or {@link Unbuilt}
   * @throws WeightFormatException if the pickle is malformed or too large
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
    if (++operations > MAX_OPERATIONS) {
      throw tooMuch();
    }
    switch (opcode) {
      case Opcodes.GLOBAL -> {
        String module = PickleUtils.readline(input);
        stack.add(global(module + "." + PickleUtils.readline(input)));
      }
      case Opcodes.STACK_GLOBAL -> {
        String name = (String) stack.pop();
        stack.add(global((String) stack.pop() + "." + name));
      }
      case Opcodes.REDUCE -> {
        Object arguments = stack.pop();
        stack.add(call(stack.pop(), arguments));
      }
      case Opcodes.NEWOBJ -> {
        stack.pop();
        stack.add(instance(stack.pop()));
      }
      case Opcodes.NEWOBJ_EX -> {
        stack.pop();
        stack.pop();
        stack.add(instance(stack.pop()));
      }
      case Opcodes.SHORT_BINBYTES -> bytes(Byte.BYTES);
      case Opcodes.BINBYTES -> bytes(Integer.BYTES);
      case Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 -> bytes(Long.BYTES);
      case Opcodes.EMPTY_SET -> stack.add(new Unbuilt("a set"));
      case Opcodes.FROZENSET -> {
        stack.pop_all_since_marker();
        stack.add(new Unbuilt("a set"));
      }
      case Opcodes.ADDITEMS -> {
        stack.pop_all_since_marker();
        target(Unbuilt.class, "a set");
      }
      case Opcodes.APPEND -> append(Collections.singletonList(stack.pop()));
      case Opcodes.APPENDS -> append(stack.pop_all_since_marker());
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

  private Object global(String name) {
    Object known = STORAGE_TYPES.containsKey(name) ? STORAGE_TYPES.get(name) : functions.get(name);
    return known == null ? Unbuilt.named(name) : known;
  }

  /** What may be asked for, for messages. */
  static Set<String> allowed() {
    Set<String> names = new TreeSet<>(STORAGE_TYPES.keySet());
    names.addAll(new TorchUnpickler().functions.keySet());
    return names;
  }

  /** Calls what is on the allow-list; what cannot be made of its arguments is not built. */
  private static Object call(Object callable, Object arguments) {
    if (callable instanceof Unbuilt unbuilt) {
      return unbuilt;
    }
    if (!(callable instanceof Function function) || !(arguments instanceof Object[] given)) {
      throw new PickleException("a call of what is no function");
    }
    if (given.length > MAX_ARGUMENTS) {
      return new Unbuilt("a %s of %s arguments".formatted(function.makes, given.length));
    }
    for (Object argument : given) {
      if (argument instanceof Unbuilt unbuilt) {
        return unbuilt;
      }
    }
    try {
      return function.body.construct(given);
    } catch (IllegalArgumentException e) {
      return new Unbuilt("a %s of %s".formatted(function.makes, e.getMessage()));
    } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException e) {
      return new Unbuilt("a %s with arguments of another kind".formatted(function.makes));
    }
  }

  private static Unbuilt instance(Object type) {
    return type instanceof Unbuilt unbuilt ? unbuilt : new Unbuilt("an object without its class");
  }

  /** Bytes are skipped: no tensor is made of them. */
  private void bytes(int lengthBytes) throws IOException {
    byte[] length = input.readNBytes(lengthBytes);
    long count = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      count = count << Byte.SIZE | length[i] & 0xff;
    }
    if (length.length < lengthBytes || count < 0 || count > input.available()) {
      throw new PickleException(
          "%s bytes, %s are left".formatted(Long.toUnsignedString(count), input.available()));
    }
    input.skipNBytes(count);
    stack.add(new Unbuilt("bytes"));
  }

  private <T> T target(Class<T> type, String name) {
    Object top = stack.peek();
    if (!type.isInstance(top)) {
      throw new PickleException("something is added to what is not %s".formatted(name));
    }
    return type.cast(top);
  }

  private void append(List<Object> values) {
    if (!(stack.peek() instanceof Unbuilt)) {
      @SuppressWarnings("unchecked") // every list on the stack was made by this class
      List<Object> list = (List<Object>) target(List.class, "a list");
      list.addAll(values);
    }
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
    if (stack.peek() instanceof Unbuilt) {
      return;
    }
    @SuppressWarnings("unchecked") // every map on the stack was made by this class
    Map<Object, Object> map = (Map<Object, Object>) target(Map.class, "a dictionary");
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      put(map, keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  private void put(Map<Object, Object> map, Object key, Object value) {
    if (++entries > MAX_OPERATIONS) {
      throw tooMuch();
    }
    map.put(key instanceof String || key instanceof Number ? key : new Object(), value);
  }

  private static PickleException tooMuch() {
    return new PickleException(
        "more than %s operations or entries of dictionaries".formatted(MAX_OPERATIONS));
  }

  /** Sets attributes: a state dict carries {@code _metadata}, which says nothing about weights. */
  private void build() {
    Object state = stack.pop();
    Object target = stack.peek();
    if (!(target instanceof Unbuilt) && !(state instanceof Map && target instanceof Map)) {
      throw new PickleException("attributes may be set on an OrderedDict only");
    }
  }

  private Object orderedDict(Object[] arguments) {
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
    Object[] values = (Object[]) tuple;
    RawTensor.checkDimensions(values.length); // before they are copied
    long[] numbers = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] instanceof Integer || values[i] instanceof Long)) {
        throw new IllegalArgumentException("a size or stride that is no 64-bit integer");
      }
      numbers[i] = ((Number) values[i]).longValue();
    }
    return numbers;
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
        || !(parts[2] instanceof String key)
        || !(parts[4] instanceof Integer || parts[4] instanceof Long)) {
      return new Unbuilt("a persistent id that is no storage");
    }
    if (!(parts[1] instanceof DType dtype)) {
      return parts[1] instanceof Unbuilt type ? type : new Unbuilt("a storage without its type");
    }
    if (parts.length > 5 && parts[5] != null) {
      return new Unbuilt("storage '%s', a view of another storage".formatted(key));
    }
    TorchStorage storage;
    try {
      storage = new TorchStorage(key, dtype, ((Number) parts[4]).longValue());
    } catch (IllegalArgumentException e) {
      return new Unbuilt(String.valueOf(e.getMessage()));
    }
    TorchStorage known = storages.putIfAbsent(key, storage);
    return known == null || known.equals(storage)
        ? storage
        : new Unbuilt("%s, which is also %s".formatted(storage, known));
  }
}
