import { objectShape, type Shape, type ShapedProperties } from "./azureTypes.ts";
import { isArray, isObject, unknownValue, type Properties, type PropertyValue } from "./propertyValues.ts";

/**
 * The outputs of a preview as azure-native leaves them: what the inputs say and the response has is echoed, nested too; every other
 * property of the response is unknown, also the ones that Azure would leave out. Source: pulumi-azure-native, `convert.PreviewOutputs`.
 */
export function previewOutputs(inputs: Properties, response: ShapedProperties): Properties {
  const outputs: Record<string, PropertyValue> = {};
  for (const [name, { shape }] of response) outputs[name] = previewValue(inputs[name], shape);
  return outputs;
}

function previewValue(value: PropertyValue | undefined, shape: Shape): PropertyValue {
  switch (shape.kind) {
    case "constant":
      return shape.value;
    case "string":
    case "number":
    case "boolean":
      return typeof value === shape.kind ? (value as PropertyValue) : unknownValue;
    case "any":
      return value ?? unknownValue;
    case "list":
      return isArray(value) ? value.map((item) => previewValue(item, shape.items)) : unknownValue;
    case "map":
      return isObject(value) ? previewMap(value, shape.values) : unknownValue;
    case "object":
      return isObject(value) ? previewOutputs(value, objectShape(shape.type)) : unknownValue;
    case "alternatives":
      return isObject(value) ? value : scalarOrUnknown(value, shape.shapes);
  }
}

function previewMap(value: Properties, values: Shape): Properties {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, previewValue(inner, values)]));
}

function scalarOrUnknown(value: PropertyValue | undefined, shapes: readonly Shape[]): PropertyValue {
  return shapes.some(({ kind }) => typeof value === kind) ? (value as PropertyValue) : unknownValue;
}
