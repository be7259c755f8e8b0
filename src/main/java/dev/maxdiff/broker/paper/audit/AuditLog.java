package dev.maxdiff.broker.paper.audit;

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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange's audit log, {@code audit.jsonl}: one JSON object per line. A dedicated thread
 * appends and flushes the lines.
 *
 * <p>Every line has {@code seq} (number of the line, without gaps, also over restarts), {@code
 * wall} (wall time), {@code at} (exchange time), {@code journal} (the last journalled event in the
 * log) and {@code type}:
 *
 * <ul>
 *   <li>{@code request}: {@code method}, {@code path}, {@code client_order_id} (or null), {@code
 *       status}, and {@code message} of a refusal
 *   <li>{@code account}: a fresh account; {@code account_number}, {@code cash}
 *   <li>{@code order}: each change of state of an order; {@code event}, {@code id}, {@code
 *       client_order_id}, {@code symbol}, {@code side}, {@code qty}, {@code filled_qty}, {@code
 *       limit_price}, {@code time_in_force}, {@code status}, {@code replaces}, {@code replaced_by}
 *   <li>{@code fill}: {@code event}, {@code id}, {@code client_order_id}, {@code symbol}, {@code
 *       side}, {@code price}, {@code qty}, {@code fee} (USD), {@code fee_qty} (coin), {@code maker}
 *   <li>{@code transfer}: a deposit or, negative, a withdrawal; {@code event}, {@code amount}
 *       (USD), {@code cash_after}
 *   <li>{@code fault}: an injected fault: {@code what}; for a request {@code method}, {@code path}
 *       and {@code status} (of the response; null = no response), for an order {@code id}, {@code
 *       client_order_id} and {@code symbol}. When the exchange processed the request, its own
 *       {@code request} line has the result; without that line the exchange did not process it
 *   <li>{@code dropped}: number of {@code lines} lost because the disk was too slow
 * </ul>
 *
 * <p>{@code order} and {@code fill} carry the state right after the event: {@code position_after}
 * (of the symbol, signed, with unsettled fills), {@code cash_after}, {@code open_closing_after}
 * (quantity of the symbol that open closing orders reserve) and {@code open_orders_after}. {@code
 * event} is the sequence number in the journal; the next start adds the lines that a {@code kill
 * -9} cut off. Numbers are text, as in the REST interface.
 */
public final class AuditLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final int CAPACITY = 65_536;
  private static final int MAX_BATCH = 1 << 20;
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final String WALL = "wall";
  private static final String FILE = "audit.jsonl";
  private static final String PREVIOUS = "audit.previous.jsonl";

  private final Path file;
  private final BlockingQueue<List<ObjectNode>> pending = new ArrayBlockingQueue<>(CAPACITY);
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
   * Opens the log of a directory and removes an incomplete last line.
   *
   * @param fresh moves an earlier log to {@code audit.previous.jsonl}
   * @throws IOException when the directory is not writable or the log is damaged
   */
  public static AuditLog open(Path directory, boolean fresh) throws IOException {
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

  /** Sequence number of the last journalled event in the log when it was opened. */
  public long lastEvent() {
    return lastEvent;
  }

  /**
   * Adds the lines of one event; they are written together. Never blocks: when the queue is full,
   * the lines are dropped and counted.
   */
  public void add(List<ObjectNode> lines) {
    if (lines.isEmpty()) {
      return;
    }
    String wall = Instant.now().toString();
    lines.forEach(line -> line.put(WALL, wall));
    if (!pending.offer(lines)) {
      dropped.addAndGet(lines.size());
    }
  }

  /** Writes the queued lines and closes the file; waits at most 5 s. */
  @Override
  public void close() {
    closing = true;
    pending.offer(List.of()); // wakes the thread; with a full queue it is awake
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try (out) {
      while (!closing || !pending.isEmpty()) {
        write(batch());
      }
    } catch (IOException e) {
      LOG.error("The audit log {} ends here: {}", file, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] batch() throws IOException, InterruptedException {
    List<ObjectNode> lines = pending.take();
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    while (lines != null) {
      for (ObjectNode line : lines) {
        append(line, batch);
      }
      lines = batch.size() < MAX_BATCH ? pending.poll() : null;
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      append(AuditLines.dropped(lost).put(WALL, Instant.now().toString()), batch);
    }
    return batch.toByteArray();
  }

  /**
   * Writes a batch at once, so that a kill does not split the lines of an event, and retries until
   * the disk accepts it.
   */
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
        warn(failing, e);
        failing = true;
        out.truncate(end);
        if (closing) {
          throw e;
        }
        TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
      }
    }
  }

  private void warn(boolean repeated, IOException e) {
    if (!repeated) {
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

  /** The last complete line; an incomplete line after it is removed. */
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

  /** The position after the last line end before {@code from}; 0 = no line end. */
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
