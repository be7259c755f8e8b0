package dev.maxdiff.broker.paper;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.state.OwnerOnly;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange's audit log, {@code audit.jsonl}: one JSON object a line, appended and flushed by a
 * thread of its own at most a moment after it happened.
 *
 * <p>Every line has {@code seq} (counts the lines, without gaps, over restarts too), {@code wall}
 * (wall time), {@code at} (exchange time), {@code journal} (the last journalled event that the log
 * has) and {@code type}:
 *
 * <ul>
 *   <li>{@code request}: {@code method}, {@code path}, {@code client_order_id} (or null), {@code
 *       status}, and {@code message} of a refusal
 *   <li>{@code account}: a fresh account; {@code account_number}, {@code cash}
 *   <li>{@code order}: each change of state of an order; {@code event}, {@code id}, {@code
 *       client_order_id}, {@code symbol}, {@code side}, {@code qty}, {@code filled_qty}, {@code
 *       limit_price}, {@code status}, {@code replaces}, {@code replaced_by}
 *   <li>{@code fill}: {@code event}, {@code id}, {@code client_order_id}, {@code symbol}, {@code
 *       side}, {@code price}, {@code qty}, {@code fee} (USD), {@code fee_qty} (coin), {@code maker}
 *   <li>{@code fault}: a fault of the plan struck: {@code what}; of a request {@code method},
 *       {@code path} and {@code status} (what was answered; null = nothing), of an order {@code
 *       id}, {@code client_order_id} and {@code symbol}. What a request came to before a fault took
 *       its answer stands in its own {@code request} line; without one nothing was done
 *   <li>{@code dropped}: {@code lines} were lost because the disk did not keep up
 * </ul>
 *
 * <p>{@code order} and {@code fill} carry what holds right after them: {@code position_after} (of
 * the symbol, signed, settled or not), {@code cash_after}, {@code open_closing_after} (quantity of
 * the symbol that open orders against the position hold) and {@code open_orders_after}. Their
 * {@code event} is the journal's count: what a {@code kill -9} cut off is added at the next start.
 * Numbers are text, as in the REST interface.
 */
final class AuditLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final int CAPACITY = 65_536;
  private static final int MAX_BATCH = 1 << 20;
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final String FILE = "audit.jsonl";
  private static final String PREVIOUS = "audit.previous.jsonl";

  private final Path file;
  private final BlockingQueue<List<ObjectNode>> happenings = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final long lastEvent;
  private final FileChannel out;
  private final Thread thread;
  private long sequence;
  private long journal;
  private volatile boolean closing;

  private AuditLog(Path file, JsonNode lastLine) throws IOException {
    this.file = file;
    this.lastEvent = lastLine.path("journal").asLong();
    this.journal = lastEvent;
    this.sequence = lastLine.path("seq").asLong();
    this.out = FileChannel.open(file, StandardOpenOption.WRITE);
    out.position(out.size());
    this.thread = new Thread(this::write, "exchange-audit");
    this.thread.setDaemon(true);
  }

  /**
   * Opens the log of a directory; a last line that was cut off is removed.
   *
   * @param fresh moves an earlier log to {@code audit.previous.jsonl}
   */
  static AuditLog open(Path directory, boolean fresh) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(FILE);
    if (fresh && Files.exists(file)) {
      Files.move(file, directory.resolve(PREVIOUS), StandardCopyOption.REPLACE_EXISTING);
    }
    OwnerOnly.create(file);
    AuditLog log = new AuditLog(file, lastLine(file));
    log.thread.start();
    return log;
  }

  /** The last journalled event that the log already had when it was opened. */
  long lastEvent() {
    return lastEvent;
  }

  /** Writes the lines of one happening, together. Never blocks; what finds no room is counted. */
  void add(List<ObjectNode> lines) {
    if (!lines.isEmpty() && !happenings.offer(lines)) {
      dropped.addAndGet(lines.size());
    }
  }

  /** Writes what is left and closes the file. */
  @Override
  public void close() {
    closing = true;
    happenings.offer(List.of()); // wakes it; when there is no room, it is awake
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try (out) {
      while (!closing || !happenings.isEmpty()) {
        write(batch());
      }
    } catch (IOException e) {
      LOG.error("The audit log {} ends here: {}", file, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] batch() throws IOException, InterruptedException {
    List<ObjectNode> lines = happenings.take();
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    while (lines != null) {
      for (ObjectNode line : lines) {
        append(line, batch);
      }
      lines = batch.size() < MAX_BATCH ? happenings.poll() : null;
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      append(AuditLines.dropped(lost), batch);
    }
    return batch.toByteArray();
  }

  /** One write: a kill cuts between happenings, not inside one. Tried until the disk takes it. */
  private void write(byte[] batch) throws IOException, InterruptedException {
    long end = out.position();
    boolean failing = false;
    while (true) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(batch);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        return;
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        complain(failing, e);
        failing = true;
        out.truncate(end);
        if (closing) {
          throw e;
        }
        TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
      }
    }
  }

  private void complain(boolean again, IOException e) {
    if (!again) {
      LOG.warn("{}: {} (expected: writable); trying again each second", file, e.toString());
    }
  }

  private void append(ObjectNode line, ByteArrayOutputStream batch) throws IOException {
    journal = line.path("event").asLong(journal);
    line.put("seq", ++sequence);
    line.put("journal", journal);
    batch.write(MAPPER.writeValueAsBytes(line));
    batch.write('\n');
  }

  /** The last whole line; half a line after it is cut off. */
  private static JsonNode lastLine(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      long end = afterNewline(access, access.length());
      access.setLength(end);
      if (end == 0) {
        return MAPPER.nullNode();
      }
      long start = afterNewline(access, end - 1);
      byte[] line = new byte[(int) (end - start)];
      access.seek(start);
      access.readFully(line);
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IOException("damaged audit log " + file + ": " + e.getOriginalMessage(), e);
    }
  }

  /** The position after the last line end before {@code from}; 0 when there is none. */
  private static long afterNewline(RandomAccessFile access, long from) throws IOException {
    for (long position = from; position > 0; position--) {
      access.seek(position - 1);
      if (access.read() == '\n') {
        return position;
      }
    }
    return 0;
  }
}
