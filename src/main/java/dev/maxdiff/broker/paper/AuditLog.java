package dev.maxdiff.broker.paper;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
 * (wall time), {@code at} (exchange time) and {@code type}:
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
  private static final String FILE = "audit.jsonl";
  private static final String PREVIOUS = "audit.previous.jsonl";

  private final Path file;
  private final BlockingQueue<ObjectNode> lines = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final long lastEvent;
  private final BufferedWriter writer;
  private final Thread thread;
  private long sequence;
  private volatile boolean closing;

  private AuditLog(Path file, long lastEvent, long sequence) throws IOException {
    this.file = file;
    this.lastEvent = lastEvent;
    this.sequence = sequence;
    this.writer =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
    long lastEvent = 0;
    long sequence = 0;
    if (Files.exists(file)) {
      cutOffHalfLine(file);
      try (var existing = Files.lines(file, StandardCharsets.UTF_8)) {
        for (String line : (Iterable<String>) existing::iterator) {
          JsonNode node = MAPPER.readTree(line);
          sequence = Math.max(sequence, node.path("seq").asLong());
          lastEvent = Math.max(lastEvent, node.path("event").asLong());
        }
      } catch (JsonProcessingException | UncheckedIOException e) {
        throw new IOException("damaged audit log " + file + ": " + e.getMessage(), e);
      }
    }
    AuditLog log = new AuditLog(file, lastEvent, sequence);
    log.thread.start();
    return log;
  }

  /** The last journalled event that the log already had when it was opened. */
  long lastEvent() {
    return lastEvent;
  }

  /** Never blocks; a line that finds no room is counted, and the count is logged. */
  void add(ObjectNode line) {
    if (!lines.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  /** Writes what is left and closes the file. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try (writer) {
      while (!closing || !lines.isEmpty()) {
        ObjectNode line = lines.poll(50, TimeUnit.MILLISECONDS);
        while (line != null) {
          writeLine(line);
          line = lines.poll();
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          writeLine(AuditLines.dropped(lost));
        }
        writer.flush();
      }
    } catch (IOException e) {
      LOG.error("The audit log {} ends here: {}", file, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeLine(ObjectNode line) throws IOException {
    line.put("seq", ++sequence);
    writer.write(MAPPER.writeValueAsString(line));
    writer.write('\n');
  }

  private static void cutOffHalfLine(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      long end = access.length();
      while (end > 0) {
        access.seek(end - 1);
        if (access.read() == '\n') {
          break;
        }
        end--;
      }
      access.setLength(end);
    }
  }
}
