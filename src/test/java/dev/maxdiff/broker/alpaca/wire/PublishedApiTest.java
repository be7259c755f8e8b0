package dev.maxdiff.broker.alpaca.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The strict validator of Alpaca's documents finds every violation and no false one. */
class PublishedApiTest {

  private static final PublishedApi API = new PublishedApi();
  private static final String ID = "61e69015-8549-4bfd-b9c3-01e75843f47d";
  private static final String ORDER =
      "{'symbol':'BTC/USD','qty':'1','side':'buy','type':'limit','time_in_force':'gtc',"
          + "'limit_price':'1','client_order_id':'a'}";

  @Test
  void acceptsWhatAlpacaDocuments() {
    assertThat(API.request("POST", "/v2/orders", json(ORDER))).isEmpty();
    assertThat(API.request("GET", "/v2/orders?status=open&limit=500&nested=false", null)).isEmpty();
    assertThat(API.request("DELETE", "/v2/orders/" + ID, null)).isEmpty();
    assertThat(API.answer("DELETE", "/v2/orders/" + ID, 204, "")).isEmpty();
    assertThat(API.answer("GET", "/v2/account", 403, "{\"code\":1,\"message\":\"m\"}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET    | /v2/nothing                   |                       | no such path
          PUT    | /v2/orders                    |                       | no such path or method
          GET    | /v2/orders?page=2             |                       | unknown parameter page
          GET    | /v2/orders?limit=many         |                       | parameter limit
          GET    | /v2/orders?status=working     |                       | parameter status
          GET    | /v2/orders/no-uuid            |                       | parameter order_id
          GET    | /v2/orders:by_client_order_id |                       | parameter client_order_id is missing
          GET    | /v2/account                   | {}                    | a body, where none belongs
          POST   | /v2/orders                    |                       | no body
          POST   | /v2/orders                    | {'type':'limit'}      | time_in_force
          POST   | /v2/orders                    | 'qty':'1' -> 'qty':1  | qty
          POST   | /v2/orders                    | 'buy' -> 'long'       | side
          POST   | /v2/orders                    | 'gtc' -> 'forever'    | time_in_force
          POST   | /v2/orders                    | 'qty' -> 'quantity'   | qty
          POST   | /v2/orders                    | {'symbol' -> {'colour':'red','symbol' | colour
          """)
  void namesWhatIsWrongWithARequest(String method, String path, String body, String complaint) {
    assertThat(API.request(method, path, body == null ? null : json(changed(body))))
        .isNotEmpty()
        .anySatisfy(violation -> assertThat(violation).contains(complaint));
  }

  @Test
  void namesWhatIsWrongWithAnAnswer() {
    assertThat(API.answer("GET", "/v2/account", 200, "{\"id\":\"x\"}")).isNotEmpty();
    assertThat(API.answer("GET", "/v2/account", 201, "{}")).isNotEmpty();
    assertThat(API.answer("GET", "/v2/account", 418, "{}")).isNotEmpty();
    assertThat(API.answer("GET", "/v2/account", 404, "{\"message\":\"m\"}")).isNotEmpty();
    assertThat(API.answer("GET", "/v2/account", 500, "<html>")).isNotEmpty();
    assertThat(API.answer("GET", "/v2/clock", 200, json("{'timestamp':'2013-11-25T19:00-05:00'}")))
        .anySatisfy(violation -> assertThat(violation).contains("date-time"));
  }

  /** An order with a changed part, or an unchanged body. */
  private static String changed(String body) {
    String[] change = body.split(" -> ");
    return change.length == 1 ? body : ORDER.replace(change[0], change[1]);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
