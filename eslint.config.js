import { existsSync, readdirSync } from "node:fs";
import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import typescriptEslint from "typescript-eslint";

/**
 * Which room may import from which (ARCHITECTURE.md, "Rooms"). `types` may be imported as types alone. A room that is not listed (commands, scripts,
 * tests) may import from all; a test beside the code may too, since it may bring a judge from elsewhere.
 */
const rooms = {
  specification: { code: [], types: [] },
  azure: { code: [], types: [] },
  environment: { code: ["specification", "azure"], types: [] },
  reachability: { code: ["azure"], types: [] },
  proof: { code: ["specification", "azure", "reachability"], types: [] },
  // How a problem is told is one for all.
  policies: { code: ["specification", "azure", "reachability", "proof", "environment(?=/problem\\.ts)"], types: [] },
  coverage: { code: ["specification", "policies"], types: ["environment"] },
  gate: { code: ["environment(?=/problem\\.ts)", "policies", "reachability", "proof"], types: [] },
  probe: { code: [], types: ["specification", "environment"] },
  drift: { code: ["policies", "reachability"], types: ["specification", "environment"] },
  preflight: { code: ["azure"], types: ["specification", "environment"] },
  recovery: { code: ["specification", "environment(?=/planned\\.ts)"], types: ["environment(?!/planned\\.ts)", "engine"] },
  bootstrap: { code: ["azure", "environment", "components"], types: [] },
  components: { code: ["specification", "azure", "environment"], types: [] },
  rehearsal: { code: ["azure"], types: [] },
  reports: { code: [], types: ["specification", "azure", "environment", "proof", "policies", "coverage", "gate", "probe", "preflight", "drift", "recovery", "engine"] },
  engine: { code: [], types: [] },
};

function restrictionsOf([room, { code, types }]) {
  const except = (names) => (names.length === 0 ? "" : `(?!(?:${names.join("|")})/)`);
  // Folders of one room see each other.
  const own = existsSync(room) ? readdirSync(room, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() && !(entry.name in rooms) ? [entry.name] : [])) : [];
  const patterns = [
    {
      // A file right above is the room's own, seen from a folder in it.
      regex: `^(?:\\.\\./)+${except([...code, ...types, ...own])}(?!(?!index\\.)[^/]+\\.ts$)[^./]`,
      message: `${room}/ may import from ${[...code, ...types].join(", ") || "no other room"} only (ARCHITECTURE.md, "Rooms").`,
    },
    ...(types.length === 0
      ? []
      : [{ regex: `^(?:\\.\\./)+(?:${types.join("|")})/`, allowTypeImports: true, message: `${room}/ takes values in and gives text out: other rooms' types only.` }]),
    ...packageRestrictionsOf(room),
  ];
  return {
    files: [`${room}/**/*.ts`],
    ignores: ["**/*.test.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] },
  };
}

function packageRestrictionsOf(room) {
  const barrel = { regex: "^@pulumi/azure-native(?:$|/index|/(?!.*\\.js$))", message: "Import a module's own index.js: the barrel costs seconds and hundreds of megabytes." };
  if (room === "bootstrap" || room === "components" || room === "policies" || room === "engine" || room === "rehearsal") return [barrel];
  return [barrel, { regex: "^@pulumi/", allowTypeImports: true, message: `${room}/ runs without the Pulumi SDK: types only.` }];
}

/** A test that runs alone hides all the others. */
const onlyInTests = {
  selector: "MemberExpression[property.name='only'][object.type=/Identifier|MemberExpression/]",
  message: "Take .only away: the rest of the suite would not run.",
};

export default defineConfig(
  { ignores: ["node_modules/", "dist/", ".lifecare/", ".rehearsal/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [typescriptEslint.configs.strict],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: [] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The type checker knows undefined names and unused ones better.
      "no-undef": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
      // An index that was just looked up, a field that a filter just asked for.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
      // Names what is dangerous on purpose: control characters are what the escaping is about.
      "no-control-regex": "off",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
      "no-restricted-syntax": ["error", onlyInTests],
    },
  },
  ...Object.entries(rooms).map(restrictionsOf),
  {
    files: ["index.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^\\./(?!(?:components|environment)/)", message: "The program knows components/ and environment/ only (ARCHITECTURE.md, \"Rooms\")." }] },
      ],
    },
  },
);
