import { describe, expect, test } from "vitest";
import { isEverywhere, isInternet, isProbe, spanOf } from "./securityRuleWords.ts";

const spanOfWord = (word: string) => spanOf({ word, path: "destinationPortRange" });

describe("a word of ports", () => {
  test.each([
    ["443", 443, 443], ["1000-2000", 1000, 2000], [" 1000 - 2000 ", 1000, 2000], ["*", 0, 65535], [" * ", 0, 65535], ["0-65535", 0, 65535],
  ] as const)("%j is from %d to %d", (word, from, to) => {
    expect(spanOfWord(word)).toEqual({ from, to });
  });
  test.each(["", "https", "443x", "x443", "443-", "-443", "1-2-3", "123456", "1-123456", "1-2x", "* 443"])("%j is none, and nobody knows what it opens", (word) => {
    expect(() => spanOfWord(word)).toThrow("destinationPortRange is neither a port nor a range of ports");
  });
});

describe("a word of addresses", () => {
  test.each(["*", " * ", "Any", "ANY ", "0.0.0.0/0", " 0.0.0.0/0", "::/0", "128.0.0.0/1", "10.0.0.0/7", "10.0.0.0-11.0.0.0", "2000::/18"])("%j is everywhere", (word) => {
    expect(isEverywhere(word)).toBe(true);
    expect(isInternet(word)).toBe(true);
  });
  test.each(["10.0.0.0/8", "10.9.1.4", "2000::/19", "VirtualNetwork", "Anyone", "many", "**", "AzureLoadBalancer", "", "10.0.0.0-10.255.255.255"])("%j is not", (word) => {
    expect(isEverywhere(word)).toBe(false);
    expect(isInternet(word)).toBe(false);
  });
  test.each(["Internet", "internet ", " AzureCloud", "AzureCloud.SwedenCentral"])("%j is of the internet", (word) => {
    expect([isInternet(word), isEverywhere(word)]).toEqual([true, false]);
  });
  test.each(["InternetGateway", "MyInternet", "AzureCloudShell", "TheAzureCloud", "AzureCloud."])("%j is not", (word) => {
    expect(isInternet(word)).toBe(false);
  });
  test("of a probe is that of health probes alone", () => {
    expect(["AzureLoadBalancer", " azureloadbalancer ", "AzureLoadBalancers", "*", "VirtualNetwork"].map(isProbe)).toEqual([true, true, false, false, false]);
  });
});
